// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from "@tanstack/react-query";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";

/** Change a part of the pipeline, tell that it worked, and read the pipeline again. */
export function usePipelineAct() {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const act = (run: () => Promise<unknown>, told?: string) =>
    void submit.run(async () => {
      await run();
      if (told) showSuccess(told);
      await queryClient.invalidateQueries({ queryKey: ["pipeline"] });
      await queryClient.invalidateQueries({ queryKey: ["deployment"] });
    });
  return { act, isBusy: submit.isBusy, error: submit.error };
}
