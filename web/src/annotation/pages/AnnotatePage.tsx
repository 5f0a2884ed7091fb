// SPDX-License-Identifier: Apache-2.0
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconChevronLeft,
  IconChevronRight,
  IconPhotoOff,
  IconX,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Version, versionQuery } from "@/datasets";
import { useActions } from "@/kernel/actions/registry";
import { ApiError } from "@/kernel/api/errors";
import { formatCount } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { ActionIcon, Button } from "@/ui/kit";
import { LeaveGuard } from "@/ui/leaving";
import { Page } from "@/ui/Page";
import { Chip, StatusChip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import { type Task, taskQuery } from "../api";
import { Desk, type Hand } from "../parts/Desk";
import { useTask, type Work } from "../useTask";

const route = getRouteApi("/signed-in/datasets/$datasetId/$versionId/annotate");

/** The annotation tool on the assets of a version, one after the other (AN-01 … AN-09). */
export function AnnotatePage() {
  const { versionId } = route.useParams();
  const { q, order, labels, at = 0 } = route.useSearch();
  const version = useQuery(versionQuery(versionId));
  const task = useQuery(taskQuery(versionId, { q, order, labelIds: labels }, at));
  const [reloads, setReloads] = useState(0);
  const [hand, setHand] = useState<Hand>({});
  const { data } = task;
  if (version.data && data) {
    const key = `${data.asset.id} ${reloads}`;
    const reload = () => void task.refetch().then(() => setReloads(reloads + 1));
    return (
      <Annotate
        key={key}
        version={version.data}
        task={data}
        at={at}
        onReload={reload}
        hand={hand}
        onHand={(change) => setHand({ ...hand, ...change })}
      />
    );
  }
  return (
    <Page crumbs={crumbsOf(version.data, undefined)} isFull>
      <Loaded query={task}>
        {() => <EmptyState icon={<IconPhotoOff size={32} />} title={t("There is no such asset")} />}
      </Loaded>
    </Page>
  );
}

function crumbsOf(version: Version | undefined, filename: string | undefined) {
  if (!version) return [{ label: t("Annotate") }];
  const datasetId = version.origin_id;
  return [
    { label: version.origin_name, to: "/datasets/$datasetId" as const, params: { datasetId } },
    {
      label: version.version,
      to: "/datasets/$datasetId/$versionId" as const,
      params: { datasetId, versionId: version.id },
    },
    { label: filename ?? t("Annotate") },
  ];
}

interface AnnotateProps {
  version: Version;
  task: Task;
  at: number;
  onReload: () => void;
  hand: Hand;
  onHand: (change: Hand) => void;
}

function Annotate({ version, task, at, onReload, hand, onHand }: AnnotateProps) {
  const params = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const work = useTask(task);
  const go = async (next: number) => {
    if (next < 0 || next >= task.count || !(await work.save())) return;
    await navigate({
      to: "/datasets/$datasetId/$versionId/annotate",
      params,
      search: { ...search, at: next },
    });
  };
  useActions([
    line("save", t("Save"), "mod+s", () => void work.save()),
    line("previous", t("Previous image"), "o", () => void go(at - 1)),
    line("next", t("Next image"), "p", () => void go(at + 1)),
  ]);
  return (
    <Page
      crumbs={crumbsOf(version, task.asset.data.filename)}
      status={<State version={version} work={work} />}
      actions={
        <>
          <Steps at={at} count={task.count} onGo={(next) => void go(next)} />
          {!version.locked && <Acts work={work} onReload={onReload} />}
        </>
      }
      isFull
    >
      <LeaveGuard
        title={t("The work on this image could not be saved")}
        hasChanges={work.hasChanges}
        save={work.save}
        savesFirst
      />
      <Desk version={version} task={task} work={work} hand={hand} onHand={onHand} />
    </Page>
  );
}

function line(id: string, label: string, keys: string, run: () => void) {
  return { id: `annotate.${id}`, label, keys, group: t("Annotate"), run };
}

function State({ version, work }: { version: Version; work: Work }) {
  const status = work.annotation?.status;
  return (
    <>
      {version.locked && <Chip tone="warn">{t("Locked")}</Chip>}
      {!status && <Chip>{t("To label")}</Chip>}
      {status && <StatusChip status={status === "PENDING" ? "TO_REVIEW" : status} />}
      <span className="small quiet" role="status">
        {work.isBusy ? t("Saving…") : work.isDirty ? t("Not saved") : t("Saved")}
      </span>
    </>
  );
}

function Steps(props: { at: number; count: number; onGo: (at: number) => void }) {
  const { at, count, onGo } = props;
  return (
    <div className="row">
      <ActionIcon
        variant="subtle"
        aria-label={t("Previous image")}
        disabled={at === 0}
        onClick={() => onGo(at - 1)}
      >
        <IconChevronLeft size={16} />
      </ActionIcon>
      <span className="small">
        {formatCount(at + 1)} / {formatCount(count)}
      </span>
      <ActionIcon
        variant="subtle"
        aria-label={t("Next image")}
        disabled={at >= count - 1}
        onClick={() => onGo(at + 1)}
      >
        <IconChevronRight size={16} />
      </ActionIcon>
    </div>
  );
}

function Acts({ work, onReload }: { work: Work; onReload: () => void }) {
  const isStale = work.error instanceof ApiError && work.error.status === 409;
  const isReviewed =
    work.annotation?.status === "ACCEPTED" || work.annotation?.status === "REFUSED";
  return (
    <>
      <ActionIcon
        variant="subtle"
        aria-label={t("Undo")}
        disabled={!work.canUndo}
        onClick={() => work.store.undo()}
      >
        <IconArrowBackUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        aria-label={t("Redo")}
        disabled={!work.canRedo}
        onClick={() => work.store.redo()}
      >
        <IconArrowForwardUp size={16} />
      </ActionIcon>
      {isStale && (
        <Button variant="default" onClick={onReload}>
          {t("Load what was saved")}
        </Button>
      )}
      <Button
        variant="default"
        disabled={!work.isDirty}
        loading={work.isBusy}
        onClick={() => void work.save()}
      >
        {t("Save")}
      </Button>
      {isReviewed ? (
        <Button variant="default" onClick={() => void work.review("PENDING")}>
          {t("Clear review")}
        </Button>
      ) : (
        <>
          <Button
            variant="outline"
            color="red"
            leftSection={<IconX size={14} />}
            onClick={() => void work.review("REFUSED")}
          >
            {t("Reject")}
          </Button>
          <Button
            leftSection={<IconCheck size={14} />}
            onClick={() => void work.review("ACCEPTED")}
          >
            {t("Accept")}
          </Button>
        </>
      )}
    </>
  );
}
