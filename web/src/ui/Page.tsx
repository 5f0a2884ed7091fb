// SPDX-License-Identifier: Apache-2.0
import { IconCheck, IconCopy, IconHelp } from "@tabler/icons-react";
import {
  type AnyRouter,
  Link,
  type RegisteredRouter,
  type ToPathOption,
  useLocation,
} from "@tanstack/react-router";
import { Fragment, type ReactNode, useEffect, useState } from "react";
import { t } from "@/kernel/i18n/i18n";
import { Tooltip } from "./kit";
import "./kit.css";

type To<R extends AnyRouter = RegisteredRouter> = ToPathOption<R, string, string>;

export interface Crumb {
  label: string;
  to?: To;
  params?: Record<string, string>;
}

export interface Tab {
  label: string;
  to: To;
  params?: Record<string, string>;
  count?: number | undefined;
  /** Also marked on pages below its address. */
  hasPlacesBelow?: boolean;
}

/** The page of the guide that explains the pages below an address. */
const GUIDE: Record<string, string> = {
  datalakes: "data",
  datasets: "data",
  projects: "experiments",
  experiments: "experiments",
  models: "models",
  deployments: "deployments",
  jobs: "concepts",
};

export interface PageProps {
  /** Path to the page; the last crumb is the page itself. */
  crumbs: Crumb[];
  id?: string | undefined;
  status?: ReactNode;
  tabs?: Tab[];
  /** The page's one main act and its companions. */
  actions?: ReactNode;
  /** Without padding for pages whose body fills the sheet (grids, logs). */
  isFull?: boolean;
  children: ReactNode;
}

/** Frame of every page: path, id, tabs, acts, and one scrolling body. */
export function Page({ crumbs, id, status, tabs, actions, isFull = false, children }: PageProps) {
  const title = crumbs.at(-1)?.label ?? "";
  useEffect(() => {
    document.title = title ? `${title} · Sightline` : "Sightline";
  }, [title]);
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-bar">
          <Crumbs crumbs={crumbs} />
          {id && <CopyId id={id} />}
          {status && <div className="page-status">{status}</div>}
          <div className="row spread page-acts">
            <Help />
            {actions}
          </div>
        </div>
        {tabs && (
          <nav className="page-tabs" aria-label={t("Tabs")}>
            {tabs.map((tab) => (
              <PageTab key={tab.label} tab={tab} />
            ))}
          </nav>
        )}
      </header>
      <div className="page-body" data-padded={isFull ? undefined : ""}>
        {children}
      </div>
    </div>
  );
}

function Help() {
  const place = useLocation({ select: ({ pathname }) => pathname.split("/")[1] ?? "" });
  const label = t("Help for this page");
  return (
    <Tooltip label={label}>
      <a
        className="help"
        href={`/docs/guide/${GUIDE[place] ?? "quickstart"}`}
        target="_blank"
        rel="noreferrer"
        aria-label={label}
      >
        <IconHelp size={16} aria-hidden />
      </a>
    </Tooltip>
  );
}

function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  return (
    <nav className="crumbs" aria-label={t("Path")}>
      {crumbs.map((crumb, index) => (
        <Fragment key={`${crumb.to ?? ""} ${crumb.label}`}>
          {index > 0 && <span className="faint">/</span>}
          {index === crumbs.length - 1 ? (
            <h1 className="truncate">{crumb.label}</h1>
          ) : (
            <Link to={crumb.to ?? "/"} params={(crumb.params ?? {}) as never} className="truncate">
              {crumb.label}
            </Link>
          )}
        </Fragment>
      ))}
    </nav>
  );
}

function PageTab({ tab }: { tab: Tab }) {
  return (
    <Link
      to={tab.to}
      params={(tab.params ?? {}) as never}
      className="page-tab"
      activeOptions={{ exact: !tab.hasPlacesBelow, includeSearch: false }}
      activeProps={{ "data-active": "", "aria-current": "page" } as never}
    >
      {tab.label}
      {tab.count !== undefined && <span className="faint small">{tab.count}</span>}
    </Link>
  );
}

const COPIED_MS = 1_500;

/** The id of an object, shortened, with a press to copy the whole. */
export function CopyId({ id }: { id: string }) {
  const [isCopied, setCopied] = useState(false);
  const shown = id.length > 14 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;
  const copy = async () => {
    await copyText(id);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <button
      type="button"
      className="copy-id"
      onClick={copy}
      title={id}
      aria-label={t("Copy id {id}", { id: shown })}
    >
      {shown}
      {isCopied ? <IconCheck size={12} /> : <IconCopy size={12} />}
    </button>
  );
}

/** Copy text; works on plain http too, where the clipboard interface is missing. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
