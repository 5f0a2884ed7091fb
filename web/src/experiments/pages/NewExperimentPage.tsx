// SPDX-License-Identifier: Apache-2.0
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { TYPES, typesFit, typeWord } from "@/registry";
import { Button, Select, Textarea, TextInput } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Card } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { useSubmit } from "@/ui/useSubmit";
import {
  createExperiment,
  type ExperimentInput,
  projectQuery,
  projectVersionsQuery,
  readParameters,
} from "../api";
import { type Base, BasePart } from "../parts/BasePart";
import { type Attachment, DatasetsPart } from "../parts/DatasetsPart";
import { ParametersEditor } from "../parts/ParametersEditor";
import { type ParameterRow, parametersOf, problemOf, rowsOf } from "../parts/parameters";
import "../parts/experiments.css";

const route = getRouteApi("/work/projects/$projectId/new");

/** The creation form: general information, base, hyperparameters, dataset versions (EX-02). */
export function NewExperimentPage() {
  const { projectId } = route.useParams();
  const project = useQuery(projectQuery(projectId));
  return (
    <Page
      crumbs={[
        { label: t("Projects"), to: "/projects" },
        {
          label: project.data?.name ?? t("Project"),
          to: "/projects/$projectId",
          params: { projectId },
        },
        { label: t("New experiment") },
      ]}
    >
      <NewExperimentForm projectId={projectId} />
    </Page>
  );
}

function NewExperimentForm({ projectId }: { projectId: string }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const versions = useQuery(projectVersionsQuery(projectId));
  const submit = useSubmit();
  const loading = useSubmit();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [type, setType] = useState("OBJECT_DETECTION");
  const [base, setBase] = useState<Base | null>(null);
  const [rows, setRows] = useState<ParameterRow[]>([]);
  const [attached, setAttached] = useState<Attachment[]>([]);

  const changeType = (next: string) => {
    setType(next);
    if (base && !typesFit(baseOf(base).type, next)) chooseBase(null);
    setAttached(attached.filter((one) => typesFit(one.version.type, next)));
  };
  const chooseBase = (next: Base | null) => {
    setBase(next);
    if (constraintsOf(next).length > 0 || constraintsOf(base).length > 0) setAttached([]);
    if (next?.kind === "model") setRows(rowsOf(next.version.parameters));
    if (next?.kind === "experiment") {
      void loading.run(async () => setRows(rowsOf(await readParameters(next.experiment.id))));
    }
  };
  const isPublic = base?.kind === "model" && !base.version.origin.private;
  const isReady = name.trim() !== "" && rows.every((row) => problemOf(row, rows) === null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    void submit.run(async () => {
      const input = inputOf({ name, description, type, base, rows, attached });
      const made = await createExperiment(projectId, input);
      await queryClient.invalidateQueries({ queryKey: ["experiment"] });
      await navigate({ to: "/experiments/$experimentId", params: { experimentId: made.id } });
    });
  };
  return (
    <form className="form-parts" onSubmit={send}>
      <Part number={1} title={t("General information")}>
        <TextInput
          label={t("Name")}
          required
          autoFocus
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t("Description")}
          autosize
          minRows={2}
          maxLength={1000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Select
          label={t("Inference type")}
          description={t("Bases and dataset versions of another type are not offered")}
          allowDeselect={false}
          w={280}
          value={type}
          onChange={(value) => value && changeType(value)}
          data={TYPES.map((value) => ({ value, label: typeWord(value) }))}
        />
      </Part>
      <Part number={2} title={t("Base architecture")}>
        <BasePart projectId={projectId} type={type} base={base} onChange={chooseBase} />
      </Part>
      <Part number={3} title={t("Hyperparameters")}>
        <p className="row small quiet">
          <IconAlertTriangle size={14} aria-hidden />
          {isPublic
            ? t("This base is public: change values, but adding or removing entries is not advised")
            : t("The training script gets all of them: a missing or extra one can break it")}
        </p>
        <ErrorState error={loading.error} />
        <ParametersEditor rows={rows} onChange={setRows} />
      </Part>
      <Part number={4} title={t("Dataset versions")}>
        <ErrorState error={versions.error} />
        <DatasetsPart
          attached={attached}
          onChange={setAttached}
          versions={(versions.data?.items ?? []).filter((one) => typesFit(one.type, type))}
          constraints={constraintsOf(base)}
        />
      </Part>
      <ErrorState error={submit.error} />
      <div className="row">
        <Button type="submit" loading={submit.isBusy} disabled={!isReady}>
          {t("Create experiment")}
        </Button>
        {!isReady && (
          <span className="faint small">
            {name.trim() === "" ? t("A name is needed") : t("Some parameters are not complete")}
          </span>
        )}
      </div>
    </form>
  );
}

function Part(props: { number: number; title: string; children: ReactNode }) {
  return (
    <Card
      title={
        <span className="row">
          <span className="part-number">{props.number}</span>
          {props.title}
        </span>
      }
    >
      <div className="stack">{props.children}</div>
    </Card>
  );
}

function baseOf(base: Base) {
  return base.kind === "model" ? base.version : base.experiment;
}

function constraintsOf(base: Base | null) {
  return base ? baseOf(base).dataset_constraints : [];
}

function inputOf(form: {
  name: string;
  description: string;
  type: string;
  base: Base | null;
  rows: readonly ParameterRow[];
  attached: readonly Attachment[];
}): ExperimentInput {
  const input: ExperimentInput = {
    name: form.name.trim(),
    description: form.description,
    type: form.type,
    parameters: parametersOf(form.rows),
    datasets: form.attached.map((one) => ({
      dataset_version_id: one.version.id,
      alias: one.alias,
    })),
  };
  if (form.base?.kind === "model") input.base_model_version_id = form.base.version.id;
  if (form.base?.kind === "experiment") input.base_experiment_id = form.base.experiment.id;
  return input;
}
