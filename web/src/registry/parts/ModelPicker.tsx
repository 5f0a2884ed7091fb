// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "@/accounts";
import { t } from "@/kernel/i18n/i18n";
import { ChoiceList } from "@/ui/ChoiceList";
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
  /** What the picked version is for; "Attach a model" without. */
  title?: string;
}

type Tab = "private" | "public";

/** "Attach a model": private or public registry, a model, one of its versions (EX-07). */
export function ModelPicker({ isOpen, onClose, type, onPick, title }: ModelPickerProps) {
  const [tab, setTab] = useState<Tab>("private");
  const [search, setSearch] = useState("");
  const [model, setModel] = useState<Model | null>(null);
  const [version, setVersion] = useState<ModelVersion | null>(null);
  const choose = (next: Model | null) => {
    setModel(next);
    setVersion(null);
  };
  const turn = (next: Tab) => {
    setTab(next);
    choose(null);
  };
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={onClose}
      title={title ?? t("Attach a model")}
      size="xl"
      submitLabel={t("Select")}
      isDisabled={version === null}
      onSubmit={async () => version && onPick(version)}
    >
      <Head tab={tab} onTab={turn} search={search} onSearch={setSearch} />
      <div className="picker">
        <Models tab={tab} search={search} chosen={model} onChoose={choose} />
        {model ? (
          <Versions model={model} type={type} chosen={version} onChoose={setVersion} />
        ) : (
          <EmptyState title={t("Choose a model first")} />
        )}
      </div>
    </FormDialog>
  );
}

interface HeadProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  search: string;
  onSearch: (search: string) => void;
}

function Head({ tab, onTab, search, onSearch }: HeadProps) {
  return (
    <div className="row">
      <SegmentedControl
        aria-label={t("Registry")}
        value={tab}
        onChange={(value) => onTab(value as Tab)}
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
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      <a className="small" href="/docs/guide/models" target="_blank" rel="noreferrer">
        {t("About model versions")}
      </a>
    </div>
  );
}

interface ModelsProps {
  tab: Tab;
  search: string;
  chosen: Model | null;
  onChoose: (model: Model) => void;
}

function Models({ tab, search, chosen, onChoose }: ModelsProps) {
  const session = useSession();
  const query = useQuery(modelsQuery(session.organization.id, tab === "public"));
  const wanted = search.toLowerCase();
  return (
    <Loaded query={query}>
      {(page) => (
        <ChoiceList
          label={t("Models")}
          items={page.items.filter((one) => one.name.toLowerCase().includes(wanted))}
          chosenId={chosen?.id}
          onChoose={onChoose}
          empty={<EmptyState title={t("No model here")} />}
        >
          {(one) => (
            <>
              <strong className="truncate">{one.name}</strong>
              <span className="faint small">
                {t("{count, plural, one {# version} other {# versions}}", {
                  count: one.version_count ?? 0,
                })}
              </span>
            </>
          )}
        </ChoiceList>
      )}
    </Loaded>
  );
}

interface VersionsProps {
  model: Model;
  type: string;
  chosen: ModelVersion | null;
  onChoose: (version: ModelVersion) => void;
}

function Versions({ model, type, chosen, onChoose }: VersionsProps) {
  const query = useQuery(versionsQuery(model.id));
  const nothing = t("No version of the type {type}", { type: typeWord(type) });
  return (
    <Loaded query={query}>
      {(page) => (
        <ChoiceList
          label={t("Versions")}
          items={page.items.filter((one) => typesFit(one.type, type))}
          chosenId={chosen?.id}
          onChoose={onChoose}
          empty={<EmptyState title={nothing} />}
        >
          {(one) => (
            <>
              <strong className="truncate">{`${one.name} · v${one.version}`}</strong>
              <span className="row-wrap">
                <Chip>{typeWord(one.type)}</Chip>
                <Chip>{typeWord(one.framework)}</Chip>
                <Badges version={one} />
              </span>
            </>
          )}
        </ChoiceList>
      )}
    </Loaded>
  );
}
