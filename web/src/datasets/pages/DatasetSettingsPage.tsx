// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { queryClient } from "@/kernel/api/query";
import { t } from "@/kernel/i18n/i18n";
import { Confirm } from "@/ui/Confirm";
import { Button } from "@/ui/kit";
import { Page } from "@/ui/Page";
import { Card } from "@/ui/Stat";
import { Loaded } from "@/ui/states";
import { type Dataset, datasetQuery, deleteDataset, updateDataset } from "../api";
import { General } from "../parts/General";
import { datasetTabs } from "../parts/tabs";
import "../parts/datasets.css";

const route = getRouteApi("/signed-in/datasets/$datasetId/settings");

/** Name, description and end of a dataset (DS-03). */
export function DatasetSettingsPage() {
  const { datasetId } = route.useParams();
  const query = useQuery(datasetQuery(datasetId));
  return (
    <Page
      crumbs={[
        { label: t("Datasets"), to: "/datasets" },
        { label: query.data?.name ?? t("Dataset") },
      ]}
      id={datasetId}
      tabs={datasetTabs(datasetId)}
    >
      <Loaded query={query}>{(dataset) => <Settings dataset={dataset} />}</Loaded>
    </Page>
  );
}

function Settings({ dataset }: { dataset: Dataset }) {
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["dataset"] });
  return (
    <div className="settings">
      <General
        key={dataset.id}
        name={dataset.name}
        description={dataset.description}
        onSave={(name, description) =>
          updateDataset(dataset.id, { name, description }).then(refresh)
        }
      />
      <Card title={t("Delete")}>
        <div className="row">
          <span className="grow quiet">{t("The dataset goes with all its versions.")}</span>
          <Button color="red" variant="outline" onClick={() => setDeleting(true)}>
            {t("Delete the dataset…")}
          </Button>
        </div>
      </Card>
      <Confirm
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={t("Delete dataset {name}", { name: dataset.name })}
        typedName={dataset.name}
        confirmLabel={t("Delete")}
        onConfirm={async () => {
          await deleteDataset(dataset.id);
          await navigate({ to: "/datasets" });
          await refresh();
        }}
      >
        <p>
          {t("All versions, labels and annotations go with it. The data stay in the datalake.")}
        </p>
      </Confirm>
    </div>
  );
}
