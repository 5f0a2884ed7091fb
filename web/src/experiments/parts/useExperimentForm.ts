// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { typesFit } from "@/registry";
import { type Submit, useSubmit } from "@/ui/useSubmit";
import { type ExperimentInput, readParameters } from "../api";
import type { Base } from "./BasePart";
import type { Attachment } from "./DatasetsPart";
import { type ParameterRow, parametersOf, problemOf, rowsOf } from "./parameters";

export interface ExperimentForm {
  name: string;
  setName: (name: string) => void;
  description: string;
  setDescription: (description: string) => void;
  type: string;
  /** Leaves out a base and dataset versions that do not fit the new type. */
  changeType: (type: string) => void;
  base: Base | null;
  /** Takes over the parameters of the base. */
  chooseBase: (base: Base | null) => void;
  rows: ParameterRow[];
  setRows: (rows: ParameterRow[]) => void;
  attached: Attachment[];
  setAttached: (attached: Attachment[]) => void;
  /** Reading the parameters of a base experiment. */
  loading: Submit;
  isReady: boolean;
  input: () => ExperimentInput;
}

/** State of the creation form and the rules between its parts (EX-03…EX-12). */
export function useExperimentForm(): ExperimentForm {
  const loading = useSubmit();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [type, setType] = useState("OBJECT_DETECTION");
  const [base, setBase] = useState<Base | null>(null);
  const [rows, setRows] = useState<ParameterRow[]>([]);
  const [attached, setAttached] = useState<Attachment[]>([]);
  const chooseBase = (next: Base | null) => {
    setBase(next);
    if (constraintsOf(next).length > 0 || constraintsOf(base).length > 0) setAttached([]);
    if (next?.kind === "model") setRows(rowsOf(next.version.parameters));
    if (next?.kind === "experiment") {
      void loading.run(async () => setRows(rowsOf(await readParameters(next.experiment.id))));
    }
  };
  const changeType = (next: string) => {
    setType(next);
    if (base && !typesFit(objectOf(base).type, next)) chooseBase(null);
    setAttached(attached.filter((one) => typesFit(one.version.type, next)));
  };
  const isReady = name.trim() !== "" && rows.every((row) => problemOf(row, rows) === null);
  const fields = { name, description, type, base, rows, attached };
  return {
    ...fields,
    ...{ setName, setDescription, changeType, chooseBase, setRows, setAttached, loading, isReady },
    input: () => inputOf(fields),
  };
}

function objectOf(base: Base) {
  return base.kind === "model" ? base.version : base.experiment;
}

export function constraintsOf(base: Base | null) {
  return base ? objectOf(base).dataset_constraints : [];
}

type Fields = Pick<ExperimentForm, "name" | "description" | "type" | "base" | "rows" | "attached">;

function inputOf(form: Fields): ExperimentInput {
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
