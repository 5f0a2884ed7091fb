// SPDX-License-Identifier: Apache-2.0
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/kernel/api/client";
import { ApiError } from "@/kernel/api/errors";
import { t } from "@/kernel/i18n/i18n";
import { Button, PasswordInput, TextInput } from "@/ui/kit";
import { Logo } from "@/ui/Logo";
import { ErrorState } from "@/ui/states";
import { enterSession, type Session } from "../session";
import "./login.css";

interface Fields {
  email: string;
  password: string;
}

const LINK_PATH = "/api/auth/login-link";
const REFUSED: ReadonlySet<number> = new Set([400, 401, 404, 410, 422]);

const route = getRouteApi("/login");

/** Send the log-in and open the page one came for; what the server refused stays. */
function useEntering(link: string | undefined, back: string | undefined) {
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const [isLinkSpent, setLinkSpent] = useState(false);
  const enter = async (path: string, body: object) => {
    setError(null);
    setLinkSpent(false);
    try {
      enterSession(await api.post<Session>(path, body));
      // only a path of this application: a foreign address must not follow a log-in
      await navigate({ to: back?.startsWith("/") && !back.startsWith("//") ? back : "/" });
    } catch (problem) {
      const isRefused = problem instanceof ApiError && REFUSED.has(problem.status);
      setLinkSpent(isRefused && path === LINK_PATH);
      setError(problem);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is used once, when the page opens
  useEffect(() => {
    document.title = "Sightline";
    if (link) void enter(LINK_PATH, { token: link });
  }, [link]);
  return { enter, error, isLinkSpent };
}

/** Log in by name and password, or by a one-time link. */
export function LoginPage() {
  const { link, back } = route.useSearch();
  const { enter, error, isLinkSpent } = useEntering(link, back);
  const form = useForm<Fields>({ defaultValues: { email: "", password: "" } });
  const submit = form.handleSubmit((fields) => enter("/api/auth/login", fields));
  return (
    <main className="login">
      <form className="login-box stack" onSubmit={submit}>
        <Logo hasName />
        <h1 className="sr-only">{t("Log in")}</h1>
        <TextInput
          label={t("Username or email")}
          autoComplete="username"
          autoFocus
          required
          {...form.register("email")}
        />
        <PasswordInput
          label={t("Password")}
          autoComplete="current-password"
          required
          {...form.register("password")}
        />
        {isLinkSpent ? (
          <p className="login-error small" role="alert">
            {t("This link is not valid any more: a link works once, for 15 minutes")}
          </p>
        ) : (
          <Refusal error={error} />
        )}
        <Button type="submit" loading={form.formState.isSubmitting}>
          {t("Log in")}
        </Button>
        <a className="small" href="/docs">
          {t("Documentation")}
        </a>
      </form>
    </main>
  );
}

/** A wrong password is no failure of the platform: one sentence says it. */
function Refusal({ error }: { error: unknown }) {
  if (!(error instanceof ApiError) || error.status !== 401) return <ErrorState error={error} />;
  return (
    <p className="login-error small" role="alert">
      {error.message}
    </p>
  );
}
