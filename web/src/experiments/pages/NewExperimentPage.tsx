// SPDX-License-Identifier: Apache-2.0
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { FormEvent, ReactNode } from "react";
import { t } from "@/kernel/i18n/i18n";
import { TYPES, typesFit, typeWord } from "@/registry";
import { Button, Select, Textarea, TextInput } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Card } from "@/ui/Stat";
import { ErrorState } from "@/ui/states";
import { useSubmit } from "@/ui/useSubmit";
import { createExperiment, projectQuery, projectVersionsQuery } from "../api";
import { BasePart } from "../parts/BasePart";
import { DatasetsPart } from "../parts/DatasetsPart";
import { ParametersEditor } from "../parts/ParametersEditor";
import { constraintsOf, type ExperimentForm, useExperimentForm } from "../parts/useExperimentForm";
import "../parts/experiments.css";

const route = getRouteApi("/signed-in/projects/$projectId/new");

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

interface FormProps {
  form: ExperimentForm;
}

function NewExperimentForm({ projectId }: { projectId: string }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const form = useExperimentForm();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!form.isReady) return;
    void submit.run(async () => {
      const made = await createExperiment(projectId, form.input());
      await queryClient.invalidateQueries({ queryKey: ["experiment"] });
      await navigate({ to: "/experiments/$experimentId", params: { experimentId: made.id } });
    });
  };
  return (
    <form className="form-parts" onSubmit={send}>
      <GeneralPart form={form} />
      <Part number={2} title={t("Base architecture")}>
        <BasePart
          projectId={projectId}
          type={form.type}
          base={form.base}
          onChange={form.chooseBase}
        />
      </Part>
      <ParametersPart form={form} />
      <VersionsPart form={form} projectId={projectId} />
      <ErrorState error={submit.error} />
      <div className="row">
        <Button type="submit" loading={submit.isBusy} disabled={!form.isReady}>
          {t("Create experiment")}
        </Button>
        {!form.isReady && (
          <span className="faint small">
            {form.name.trim() === ""
              ? t("A name is needed")
              : t("Some parameters are not complete")}
          </span>
        )}
      </div>
    </form>
  );
}

function GeneralPart({ form }: FormProps) {
  return (
    <Part number={1} title={t("General information")}>
      <TextInput
        label={t("Name")}
        required
        autoFocus
        maxLength={60}
        value={form.name}
        onChange={(event) => form.setName(event.currentTarget.value)}
      />
      <Textarea
        label={t("Description")}
        autosize
        minRows={2}
        maxLength={1000}
        value={form.description}
        onChange={(event) => form.setDescription(event.currentTarget.value)}
      />
      <Select
        label={t("Inference type")}
        description={t("Bases and dataset versions of another type are not offered")}
        allowDeselect={false}
        w={400}
        value={form.type}
        onChange={(value) => value && form.changeType(value)}
        data={TYPES.map((value) => ({ value, label: typeWord(value) }))}
      />
    </Part>
  );
}

function ParametersPart({ form }: FormProps) {
  const isPublic = form.base?.kind === "model" && !form.base.version.origin.private;
  return (
    <Part number={3} title={t("Hyperparameters")}>
      <p className="row small quiet">
        <IconAlertTriangle size={14} aria-hidden />
        {isPublic
          ? t("This base is public: change values, but adding or removing entries is not advised")
          : t("The training script gets all of them: a missing or extra one can break it")}
      </p>
      <ErrorState error={form.loading.error} />
      <ParametersEditor rows={form.rows} onChange={form.setRows} />
    </Part>
  );
}

function VersionsPart({ form, projectId }: FormProps & { projectId: string }) {
  const query = useQuery(projectVersionsQuery(projectId));
  const fitting = (query.data?.items ?? []).filter((one) => typesFit(one.type, form.type));
  return (
    <Part number={4} title={t("Dataset versions")}>
      <ErrorState error={query.error} />
      <DatasetsPart
        attached={form.attached}
        onChange={form.setAttached}
        versions={fitting}
        constraints={constraintsOf(form.base)}
      />
    </Part>
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
