// SPDX-License-Identifier: Apache-2.0

/** The mark of the product, with its name on wish. */
export function Logo({ hasName = false }: { hasName?: boolean }) {
  return (
    <span className="row">
      <svg
        width="22"
        height="22"
        viewBox="0 0 24 24"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2.2"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d="M4 9V6a2 2 0 0 1 2-2h3M15 4h3a2 2 0 0 1 2 2v3M20 15v3a2 2 0 0 1-2 2h-3M9 20H6a2 2 0 0 1-2-2v-3" />
        <circle cx="12" cy="12" r="2" fill="var(--accent)" />
        <path d="M3 12h4M17 12h4" />
      </svg>
      {hasName && <strong>Sightline</strong>}
    </span>
  );
}
