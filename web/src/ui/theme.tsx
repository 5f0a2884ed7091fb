// SPDX-License-Identifier: Apache-2.0
import "@mantine/core/styles.layer.css";
import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "./tokens.css";
import "./global.css";
import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  Input,
  localStorageColorSchemeManager,
  MantineProvider,
  Modal,
  SegmentedControl,
  Tooltip,
  useMantineColorScheme,
} from "@mantine/core";
import { setNonce } from "get-nonce";
import type { ReactNode } from "react";

const PETROL = Array.from({ length: 10 }, (_, step) => `var(--petrol-${step})`);

function readNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  return meta?.content ?? "";
}

const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 4 },
  colors: { petrol: PETROL as never },
  fontFamily: "var(--font-sans)",
  fontFamilyMonospace: "var(--font-mono)",
  fontSizes: { xs: "11px", sm: "13px", md: "13px", lg: "15px", xl: "18px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "20px", xl: "24px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "2px", sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "sm",
  cursorType: "pointer",
  components: {
    Button: Button.extend({
      vars: () => ({
        root: {
          "--button-height": "28px",
          "--button-padding-x": "12px",
          "--button-fz": "13px",
        } as never,
      }),
    }),
    Input: Input.extend({
      vars: () => ({
        wrapper: {
          "--input-height": "28px",
          "--input-size": "28px",
          "--input-fz": "13px",
          "--input-padding": "8px",
        } as never,
      }),
    }),
    Modal: Modal.extend({
      defaultProps: { radius: "lg", padding: "lg", transitionProps: { duration: 100 } },
    }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: "xs" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false } }),
  },
});

const variables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--surface-1)",
    "--mantine-color-text": "var(--text-1)",
    "--mantine-color-dimmed": "var(--text-3)",
    "--mantine-color-placeholder": "var(--text-3)",
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-error": "var(--danger)",
    "--mantine-color-default": "var(--surface-1)",
    "--mantine-color-default-hover": "var(--surface-3)",
    "--mantine-color-default-color": "var(--text-1)",
    "--mantine-color-default-border": "var(--line-control)",
    "--mantine-color-disabled": "var(--surface-3)",
    "--mantine-color-disabled-color": "var(--text-3)",
    "--mantine-color-disabled-border": "var(--line)",
    "--mantine-primary-color-filled": "var(--accent)",
    "--mantine-primary-color-filled-hover": "var(--accent-hover)",
    "--mantine-primary-color-light": "var(--accent-quiet)",
    "--mantine-primary-color-light-color": "var(--accent)",
    "--mantine-primary-color-contrast": "var(--on-accent)",
    "--mantine-color-petrol-filled": "var(--accent)",
    "--mantine-color-petrol-filled-hover": "var(--accent-hover)",
    "--mantine-color-petrol-light": "var(--accent-quiet)",
    "--mantine-color-petrol-light-color": "var(--accent)",
    "--mantine-color-red-filled": "var(--danger)",
    "--mantine-color-red-filled-hover": "var(--danger)",
    "--mantine-color-red-outline": "var(--danger)",
    "--mantine-color-red-outline-hover": "var(--danger-quiet)",
    "--mantine-color-red-light": "var(--danger-quiet)",
    "--mantine-color-red-light-hover": "var(--danger-quiet)",
    "--mantine-color-red-light-color": "var(--danger)",
    "--mantine-color-white": "var(--on-accent)",
  };
  return { variables: {}, light: shared, dark: shared };
};

const schemes = localStorageColorSchemeManager({ key: "sightline.scheme" });

/** Give everything below it the look of the product, in the theme the user chose. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const nonce = readNonce();
  setNonce(nonce);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
      getStyleNonce={() => nonce}
    >
      {children}
    </MantineProvider>
  );
}

export type Scheme = "light" | "dark" | "auto";

/** The chosen appearance and how to change it. */
export function useScheme(): { scheme: Scheme; setScheme: (scheme: Scheme) => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return { scheme: colorScheme, setScheme: setColorScheme };
}
