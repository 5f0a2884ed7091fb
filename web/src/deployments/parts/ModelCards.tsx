// SPDX-License-Identifier: Apache-2.0
import { IconArrowUp } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatCount, formatDuration, formatScore } from "@/kernel/format/format";
import { t } from "@/kernel/i18n/i18n";
import { versionQuery } from "@/registry";
import { Confirm } from "@/ui/Confirm";
import { Button } from "@/ui/kit";
import { Card, Facts } from "@/ui/Stat";
import { showSuccess } from "@/ui/toast";
import { type Deployment, promoteShadow } from "../api";
import type { Dashboard } from "../dashboard";

interface Props {
  deployment: Deployment;
  dashboard: Dashboard;
}

export function ChampionCard({ deployment, dashboard }: Props) {
  return (
    <Card title={t("Champion")}>
      <ModelFacts versionId={deployment.model_version_id} dashboard={dashboard} />
    </Card>
  );
}

/** The shadow predicts beside the champion; promoting swaps it in (SH-01…SH-04). */
export function ShadowCard({ deployment, dashboard }: Props) {
  const [isAsking, setAsking] = useState(false);
  const versionId = deployment.shadow_model_version_id;
  return (
    <Card
      title={t("Shadow")}
      extra={
        versionId && (
          <Button
            variant="default"
            leftSection={<IconArrowUp size={14} />}
            onClick={() => setAsking(true)}
          >
            {t("Promote…")}
          </Button>
        )
      }
    >
      {versionId ? (
        <ModelFacts versionId={versionId} dashboard={dashboard} />
      ) : (
        <span className="faint">{t("No shadow model: set one in the settings")}</span>
      )}
      {isAsking && <PromoteDialog deploymentId={deployment.id} onClose={() => setAsking(false)} />}
    </Card>
  );
}

function PromoteDialog(props: { deploymentId: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  return (
    <Confirm
      isOpen
      onClose={props.onClose}
      title={t("Promote the shadow to champion")}
      confirmLabel={t("Promote")}
      onConfirm={async () => {
        await promoteShadow(props.deploymentId);
        showSuccess(t("The shadow is the champion now"));
        await queryClient.invalidateQueries({ queryKey: ["deployment"] });
      }}
    >
      <p>{t("Later predictions come from it; what was predicted stays as it is")}</p>
    </Confirm>
  );
}

interface ModelFactsProps {
  versionId: string;
  dashboard: Dashboard;
}

/** What one version said itself, as champion or as shadow. */
function ModelFacts({ versionId, dashboard }: ModelFactsProps) {
  const { data } = useQuery(versionQuery(versionId));
  const said = dashboard.versions[versionId];
  const quality = dashboard.map?.versions[versionId];
  return (
    <Facts
      facts={[
        [
          t("Version"),
          <Link key="version" to="/models/versions/$versionId" params={{ versionId }}>
            {data ? `${data.origin.name} / ${data.name} v${data.version}` : versionId}
          </Link>,
        ],
        [t("Predictions"), formatCount(said?.count ?? 0)],
        [t("Mean latency"), formatDuration(said?.mean_latency ?? null)],
        [t("mAP 50-95 of this version"), formatScore(quality?.ap_50_95)],
      ]}
    />
  );
}
