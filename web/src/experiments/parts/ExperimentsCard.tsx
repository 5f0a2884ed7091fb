// SPDX-License-Identifier: Apache-2.0
import { IconArrowsLeftRight, IconFlask, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { formatAgo, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { typeWord } from "@/registry";
import { Confirm } from "@/ui/Confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { Button, Checkbox } from "@/ui/kit";
import { QueryBar, queryTrouble } from "@/ui/QueryBar";
import { Card } from "@/ui/Stat";
import { StatusChip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import { deleteExperiments, type Experiment, experimentsQuery } from "../api";

const COLUMNS: readonly Column<Experiment>[] = [
  {
    id: "status",
    header: "Status",
    width: 120,
    cell: (one) => <StatusChip status={one.status} />,
    value: (one) => one.status,
  },
  {
    id: "name",
    header: "Name",
    value: (one) => one.name,
    cell: (one) => (
      <Link to="/experiments/$experimentId" params={{ experimentId: one.id }}>
        {one.name}
      </Link>
    ),
  },
  { id: "type", header: "Type", cell: (one) => typeWord(one.type) },
  {
    id: "map",
    header: "mAP 50-95",
    align: "end",
    cell: (one) => formatScore(one.metrics?.ap_50_95 as number | undefined),
    value: (one) => one.metrics?.ap_50_95 as number | undefined,
  },
  {
    id: "created",
    header: "Created",
    cell: (one) => formatAgo(one.created_at),
    value: (one) => one.created_at,
  },
];

/** Experiments of a project: query, choose, compare, delete (PJ-06). */
export function ExperimentsCard({ projectId }: { projectId: string }) {
  const navigate = useNavigate();
  const { q = "" } = useSearch({ from: "/signed-in/projects/$projectId" });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery(experimentsQuery(projectId, q));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const open = (one: Experiment) =>
    void navigate({ to: "/experiments/$experimentId", params: { experimentId: one.id } });
  return (
    <Card
      title={t("Experiments")}
      extra={
        <>
          <ChosenActs projectId={projectId} ids={[...chosen]} onDone={() => setChosen(new Set())} />
          <ExperimentQuery projectId={projectId} q={q} error={query.error} />
        </>
      }
    >
      <Loaded query={query}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState
              icon={<IconFlask size={32} />}
              title={q ? t("No results") : t("No experiments yet")}
              hint={q ? t("Change the query") : t("An experiment follows one training")}
            />
          ) : (
            <DataTable
              label={t("Experiments")}
              rows={page.items}
              columns={columnsOf(chosen, toggle)}
              rowKey={(one) => one.id}
              onOpen={open}
            />
          )
        }
      </Loaded>
    </Card>
  );
}

function ExperimentQuery(props: { projectId: string; q: string; error: unknown }) {
  const { projectId, q, error } = props;
  const navigate = useNavigate();
  const search = (value: string) =>
    void navigate({
      to: "/projects/$projectId",
      params: { projectId },
      search: value ? { q: value } : {},
    });
  return (
    <div style={{ width: 380 }}>
      <QueryBar
        object="experiment"
        value={q}
        onChange={search}
        error={q ? queryTrouble(error) : undefined}
        placeholder={t("Search, for example {query}", { query: 'status = "RUNNING"' })}
      />
    </div>
  );
}

interface ChosenActsProps {
  projectId: string;
  ids: string[];
  onDone: () => void;
}

function ChosenActs({ projectId, ids, onDone }: ChosenActsProps) {
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const compare = () =>
    void navigate({
      to: "/projects/$projectId/compare",
      params: { projectId },
      search: { ids: ids.join(",") },
    });
  const count = ids.length;
  if (count === 0) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={14} />}
        onClick={() => setDeleting(true)}
      >
        {t("Delete {count}…", { count })}
      </Button>
      {count > 1 && (
        <Button variant="default" leftSection={<IconArrowsLeftRight size={14} />} onClick={compare}>
          {t("Compare {count}", { count })}
        </Button>
      )}
      {isDeleting && (
        <DeleteDialog
          projectId={projectId}
          ids={ids}
          onClose={() => setDeleting(false)}
          onDone={onDone}
        />
      )}
    </>
  );
}

function DeleteDialog({
  projectId,
  ids,
  onClose,
  onDone,
}: ChosenActsProps & { onClose: () => void }) {
  const queryClient = useQueryClient();
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t("Delete {count, plural, one {# experiment} other {# experiments}}", {
        count: ids.length,
      })}
      confirmLabel={t("Delete")}
      onConfirm={async () => {
        await deleteExperiments(projectId, ids);
        onDone();
        await queryClient.invalidateQueries({ queryKey: ["experiment"] });
      }}
    />
  );
}

function columnsOf(
  chosen: ReadonlySet<string>,
  toggle: (id: string) => void,
): Column<Experiment>[] {
  return [
    {
      id: "pick",
      header: t("Choose"),
      isHeaderHidden: true,
      width: 36,
      cell: (one) => (
        <Checkbox
          size="xs"
          aria-label={t("Choose {name}", { name: one.name })}
          checked={chosen.has(one.id)}
          onChange={() => toggle(one.id)}
        />
      ),
    },
    ...COLUMNS,
  ];
}
