// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import "./kit.css";

/** One figure with its name above and a remark below. */
export function Stat({ name, value, note }: { name: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="stat">
      <span className="small quiet">{name}</span>
      <b>{value}</b>
      {note && <span className="small faint">{note}</span>}
    </div>
  );
}

export function Stats({ children }: { children: ReactNode }) {
  return <div className="stats">{children}</div>;
}

/** Pairs of name and value. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => [
        <dt key={`${name}-name`}>{name}</dt>,
        <dd key={`${name}-value`}>{value}</dd>,
      ])}
    </dl>
  );
}

export function Card(props: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="card">
      <header>
        <h2 className="heading-small">{props.title}</h2>
        {props.extra && <div className="row spread">{props.extra}</div>}
      </header>
      <div className="card-body">{props.children}</div>
    </section>
  );
}
