/** Profile, devices, settings and the administrator's pages. */
export function SettingsPage() {
  return null;
}
