// SPDX-License-Identifier: Apache-2.0
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/kernel/api/client";
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

const route = getRouteApi("/login");

/** Log in by name and password, or by a one-time link. */
export function LoginPage() {
  const { link, back } = route.useSearch();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const form = useForm<Fields>({ defaultValues: { email: "", password: "" } });
  const enter = async (path: string, body: object) => {
    setError(null);
    try {
      enterSession(await api.post<Session>(path, body));
      // only a path of this application: a foreign address must not follow a log-in
      await navigate({ to: back?.startsWith("/") && !back.startsWith("//") ? back : "/" });
    } catch (problem) {
      setError(problem);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is used once, when the page opens
  useEffect(() => {
    document.title = "Sightline";
    if (link) void enter("/api/auth/login-link", { token: link });
  }, [link]);
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
        <ErrorState error={error} />
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
