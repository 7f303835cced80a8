/** Profile, devices, settings and the administrator's pages. */
export { SettingsPage } from './SettingsPage.tsx';
