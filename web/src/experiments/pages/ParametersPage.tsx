// SPDX-License-Identifier: Apache-2.0
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Button } from "@/ui/kit";
import { Card } from "@/ui/Stat";
import { EmptyState, ErrorState, Loaded } from "@/ui/states";
import { showSuccess } from "@/ui/toast";
import { useSubmit } from "@/ui/useSubmit";
import { ACTIVE, changeLog, type Log, logsQuery, type Overview } from "../api";
import { ExperimentFrame } from "../parts/ExperimentFrame";
import { ParametersEditor } from "../parts/ParametersEditor";
import { parametersOf, problemOf, rowsOf } from "../parts/parameters";

/** Hyperparameters of the experiment; the script reads them at launch (TR-04). */
export function ParametersPage() {
  return (
    <ExperimentFrame>{(experiment) => <Parameters experiment={experiment} />}</ExperimentFrame>
  );
}

function Parameters({ experiment }: { experiment: Overview }) {
  const query = useQuery(logsQuery(experiment.id));
  const isRunning = experiment.job !== null && ACTIVE.has(experiment.job.status);
  return (
    <Loaded query={query}>
      {(page) => {
        const log = page.items.find((one) => one.name === "parameters");
        if (!log) return <EmptyState title={t("This experiment has no parameters")} />;
        return <Editor key={log.id} log={log} isRunning={isRunning} />;
      }}
    </Loaded>
  );
}

function Editor({ log, isRunning }: { log: Log; isRunning: boolean }) {
  const queryClient = useQueryClient();
  const submit = useSubmit();
  const [rows, setRows] = useState(() => rowsOf(log.data as Record<string, unknown>));
  const isReady = rows.every((row) => problemOf(row, rows) === null);
  const save = () =>
    void submit.run(async () => {
      await changeLog(log.id, parametersOf(rows));
      showSuccess(t("Parameters saved"));
      await queryClient.invalidateQueries({ queryKey: ["experiment"] });
    });
  return (
    <div className="form-parts">
      <Card title={t("Hyperparameters")} extra={<span className="faint small">{rows.length}</span>}>
        <div className="stack">
          {isRunning && (
            <p className="quiet small">
              {t("A training is running with the parameters it started with")}
            </p>
          )}
          <ParametersEditor rows={rows} onChange={setRows} />
          <ErrorState error={submit.error} />
          <div className="row">
            <Button
              leftSection={<IconDeviceFloppy size={14} />}
              disabled={!isReady}
              loading={submit.isBusy}
              onClick={save}
            >
              {t("Save")}
            </Button>
          </div>
        </div>
      </Card>
    </div>
  );
}
