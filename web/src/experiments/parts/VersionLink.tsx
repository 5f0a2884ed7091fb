// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import type { DatasetVersion } from "../api";
import { versionName } from "./VersionSelect";

/** The name of a dataset version, leading to its page. */
export function VersionLink({ version }: { version: DatasetVersion }) {
  return (
    <Link
      to="/datasets/$datasetId/$versionId"
      params={{ datasetId: version.origin_id, versionId: version.id }}
      search={{}}
      className="truncate"
    >
      {versionName(version)}
    </Link>
  );
}
