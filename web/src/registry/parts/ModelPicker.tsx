// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "@/accounts";
import { t } from "@/kernel/i18n/i18n";
import { FormDialog } from "@/ui/FormDialog";
import { SegmentedControl, TextInput } from "@/ui/kit";
import { Chip } from "@/ui/Status";
import { EmptyState, Loaded } from "@/ui/states";
import {
  type Model,
  type ModelVersion,
  modelsQuery,
  typesFit,
  typeWord,
  versionsQuery,
} from "../api";
import { Badges } from "./badges";
import "./registry.css";

export interface ModelPickerProps {
  isOpen: boolean;
  onClose: () => void;
  /** Only versions of this inference type may be picked. */
  type: string;
  onPick: (version: ModelVersion) => void;
}

/** "Attach a model": private or public registry, a model, one of its versions (EX-07). */
export function ModelPicker({ isOpen, onClose, type, onPick }: ModelPickerProps) {
  const session = useSession();
  const [tab, setTab] = useState("private");
  const [search, setSearch] = useState("");
  const [model, setModel] = useState<Model | null>(null);
  const [version, setVersion] = useState<ModelVersion | null>(null);
  const models = useQuery({
    ...modelsQuery(session.organization.id, tab === "public"),
    enabled: isOpen,
  });
  const choose = (next: Model | null) => {
    setModel(next);
    setVersion(null);
  };
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("Attach a model")}
      size="xl"
      submitLabel={t("Select")}
      isDisabled={version === null}
      onSubmit={async () => version && onPick(version)}
    >
      <div className="row">
        <SegmentedControl
          aria-label={t("Registry")}
          value={tab}
          onChange={(value) => {
            setTab(value);
            choose(null);
          }}
          data={[
            { value: "private", label: t("Organization") },
            { value: "public", label: t("Public") },
          ]}
        />
        <TextInput
          className="grow"
          aria-label={t("Search models")}
          placeholder={t("Search models")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <a className="small" href="/docs/guide/models" target="_blank" rel="noreferrer">
          {t("About model versions")}
        </a>
      </div>
      <div className="picker">
        <div className="picker-list">
          <Loaded query={models}>
            {(page) => {
              const found = page.items.filter((one) =>
                one.name.toLowerCase().includes(search.toLowerCase()),
              );
              return found.length === 0 ? (
                <EmptyState title={t("No model here")} />
              ) : (
                <div role="listbox" aria-label={t("Models")}>
                  {found.map((one) => (
                    <button
                      key={one.id}
                      type="button"
                      role="option"
                      aria-selected={one.id === model?.id}
                      className="picker-item"
                      onClick={() => choose(one)}
                    >
                      <strong className="truncate">{one.name}</strong>
                      <span className="faint small">
                        {t("{count, plural, one {# version} other {# versions}}", {
                          count: one.version_count ?? 0,
                        })}
                      </span>
                    </button>
                  ))}
                </div>
              );
            }}
          </Loaded>
        </div>
        <div className="picker-list">
          {model ? (
            <Versions model={model} type={type} chosen={version} onChoose={setVersion} />
          ) : (
            <EmptyState title={t("Choose a model first")} />
          )}
        </div>
      </div>
    </FormDialog>
  );
}

function Versions(props: {
  model: Model;
  type: string;
  chosen: ModelVersion | null;
  onChoose: (version: ModelVersion) => void;
}) {
  const query = useQuery(versionsQuery(props.model.id));
  return (
    <Loaded query={query}>
      {(page) => {
        const fitting = page.items.filter((one) => typesFit(one.type, props.type));
        if (fitting.length === 0) {
          return (
            <EmptyState
              title={t("No version of the type {type}", { type: typeWord(props.type) })}
            />
          );
        }
        return (
          <div role="listbox" aria-label={t("Versions")}>
            {fitting.map((one) => (
              <button
                key={one.id}
                type="button"
                role="option"
                aria-selected={one.id === props.chosen?.id}
                className="picker-item"
                onClick={() => props.onChoose(one)}
              >
                <strong className="truncate">{`${one.name} · v${one.version}`}</strong>
                <span className="row-wrap">
                  <Chip>{typeWord(one.type)}</Chip>
                  <Chip>{typeWord(one.framework)}</Chip>
                  <Badges version={one} />
                </span>
              </button>
            ))}
          </div>
        );
      }}
    </Loaded>
  );
}
