// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState } from "react";

export interface Submit {
  isBusy: boolean;
  error: unknown;
  clear: () => void;
  /** Run an act; true when it worked, else `error` holds why not. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** Run acts one at a time and keep the refusal of the last one for its place on the page. */
export function useSubmit(): Submit {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = useCallback(async (act: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await act();
      return true;
    } catch (problem) {
      setError(problem);
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setError(null), []);
  return { isBusy, error, clear, run };
}
