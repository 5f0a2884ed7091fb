// SPDX-License-Identifier: Apache-2.0
import {
  IconBook2,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSun,
} from "@tabler/icons-react";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { logOut, useRole, useSession } from "@/accounts";
import { keyLabel } from "@/kernel/actions/hotkeys";
import { t } from "@/kernel/i18n/i18n";
import { Menu } from "@/ui/kit";
import { Logo } from "@/ui/Logo";
import { useScheme } from "@/ui/theme";
import { ENTRIES, type Entry, GROUPS } from "./navigation";

const ICON = 16;
const READER = "READER";

/** Groups and order of NAV-01. */
export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const { organization, user } = useSession();
  return (
    <nav className="side" aria-label={t("Main")}>
      <Link
        to="/"
        className="side-head"
        aria-label={t("{name}, home", { name: organization.name })}
      >
        <Logo />
        <strong className="truncate">{organization.name}</strong>
      </Link>
      <button type="button" className="side-search" onClick={onSearch}>
        <IconSearch size={14} aria-hidden />
        <span>{t("Go to or run…")}</span>
        <kbd className="keys spread">{keyLabel("mod+k")}</kbd>
      </button>
      <ReaderNote />
      {GROUPS.map((group) => {
        return (
          <div key={group} className="side-group">
            <div className="side-title">{t(group)}</div>
            {ENTRIES.filter((entry) => entry.group === group).map((entry) => (
              <SideLink key={entry.id} entry={entry} />
            ))}
          </div>
        );
      })}
      <div className="side-foot">
        {ENTRIES.filter((entry) => entry.group === null && entry.id !== "home").map((entry) => (
          <SideLink key={entry.id} entry={entry} />
        ))}
        <a className="side-link" href="/docs">
          <IconBook2 size={ICON} aria-hidden />
          {t("Documentation")}
        </a>
        <Profile name={user.username} email={user.email} />
      </div>
    </nav>
  );
}

function ReaderNote() {
  if (useRole() !== READER) return null;
  return <p className="side-note">{t("You may look at everything here, but not change it")}</p>;
}

function SideLink({ entry }: { entry: Entry }) {
  const Icon = entry.icon;
  const isBeside = useLocation({
    select: ({ pathname }) => entry.also !== undefined && pathname.startsWith(entry.also),
  });
  return (
    <Link
      to={entry.to}
      className="side-link"
      data-active={isBeside ? "" : undefined}
      activeProps={{ "data-active": "", "aria-current": "page" } as never}
    >
      <Icon size={ICON} aria-hidden />
      {t(entry.label)}
    </Link>
  );
}

function Profile({ name, email }: { name: string; email: string }) {
  const navigate = useNavigate();
  const { scheme, setScheme } = useScheme();
  const leave = async () => {
    await logOut();
    await navigate({ to: "/login", search: {} });
  };
  return (
    <Menu position="top-start" width={190}>
      <Menu.Target>
        <button type="button" className="side-link" aria-label={t("Profile of {name}", { name })}>
          <span className="avatar" data-initials={name.slice(0, 2).toUpperCase()} />
          <span className="truncate">{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{email}</Menu.Label>
        {(
          [
            ["light", t("Light"), IconSun],
            ["dark", t("Dark"), IconMoon],
            ["auto", t("System"), IconDeviceDesktop],
          ] as const
        ).map(([value, label, Icon]) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={ICON} />}
            rightSection={scheme === value ? "•" : null}
            onClick={() => setScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={ICON} />} onClick={() => void leave()}>
          {t("Log out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
