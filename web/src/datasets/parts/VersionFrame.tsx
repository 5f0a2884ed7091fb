// SPDX-License-Identifier: Apache-2.0
import { IconDownload, IconGitFork, IconLock, IconLockOpen } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { queryClient } from "@/kernel/api/query";
import { t } from "@/kernel/i18n/i18n";
import { Button, Menu } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Chip } from "@/ui/Status";
import { ErrorState } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import {
  type ExportFormat,
  exportAnnotations,
  lockVersion,
  type Version,
  versionQuery,
} from "../api";
import { NewVersion } from "./NewVersion";
import { typeWord } from "./TypeSelect";
import { versionTabs } from "./tabs";
import "./datasets.css";

export interface VersionFrameProps {
  datasetId: string;
  versionId: string;
  isFull?: boolean;
  children: ReactNode;
}

/** Path, tabs and acts of every page of a version. */
export function VersionFrame({ datasetId, versionId, isFull, children }: VersionFrameProps) {
  const query = useQuery(versionQuery(versionId));
  const version = query.data;
  return (
    <Page
      crumbs={[
        { label: t("Datasets"), to: "/datasets" },
        {
          label: version?.origin_name ?? t("Dataset"),
          to: "/datasets/$datasetId",
          params: { datasetId },
        },
        { label: version?.version ?? t("Version") },
      ]}
      id={versionId}
      status={version && <State version={version} />}
      tabs={versionTabs(datasetId, versionId, version)}
      actions={version && <Acts version={version} datasetId={datasetId} />}
      isFull={isFull ?? false}
    >
      {children}
    </Page>
  );
}

function State({ version }: { version: Version }) {
  return (
    <>
      <Chip>{typeWord(version.type)}</Chip>
      {version.locked && (
        <Chip tone="warn">
          <IconLock size={12} aria-hidden />
          {t("Locked")}
        </Chip>
      )}
    </>
  );
}

const FORMATS: readonly (readonly [ExportFormat, string])[] = [
  ["COCO", "COCO"],
  ["YOLO", "YOLO"],
  ["PASCAL_VOC", "Pascal VOC"],
];

function Acts({ version, datasetId }: { version: Version; datasetId: string }) {
  const [isForking, setForking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const setLocked = async (isLocked: boolean) => {
    setError(null);
    try {
      await lockVersion(version.id, isLocked);
      await queryClient.invalidateQueries({ queryKey: ["dataset_version"] });
      showSuccess(isLocked ? t("Locked: nothing in it can change") : t("Unlocked"));
    } catch (problem) {
      setError(problem);
    }
  };
  const download = async (format: ExportFormat) => {
    setError(null);
    try {
      const { presigned_url: url } = await exportAnnotations(version.id, format);
      window.location.assign(url);
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <>
      <ErrorState error={error} />
      <Button
        variant="default"
        leftSection={version.locked ? <IconLockOpen size={14} /> : <IconLock size={14} />}
        onClick={() => void setLocked(!version.locked)}
      >
        {version.locked ? t("Unlock") : t("Lock")}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={14} />}>
            {t("Export")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map(([format, name]) => (
            <Menu.Item key={format} onClick={() => void download(format)}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button leftSection={<IconGitFork size={14} />} onClick={() => setForking(true)}>
        {t("Fork…")}
      </Button>
      <NewVersion
        datasetId={datasetId}
        parent={version}
        isOpen={isForking}
        onClose={() => setForking(false)}
      />
    </>
  );
}
