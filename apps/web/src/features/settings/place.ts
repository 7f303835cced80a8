export const sections = ['profile', 'account', 'devices', 'privacy', 'notifications', 'appearance', 'about'] as const;
export const administratorSections = ['mails', 'accounts'] as const;

export type Section = (typeof sections)[number] | (typeof administratorSections)[number];

/**
 * What an address shows: a section, and which pane a phone shows. `/settings` alone is the list, beside which a desktop
 * has room for the first section. Null for a section that there is not.
 */
export function placeOf(pathname: string): { section: Section | null; shown: 'list' | 'main' } {
  const [area, name] = pathname.split('/').filter(Boolean);
  if (area === 'admin') return { section: administratorSections.find((each) => each === name) ?? null, shown: 'main' };
  if (name === undefined) return { section: 'profile', shown: 'list' };
  return { section: sections.find((each) => each === name) ?? null, shown: 'main' };
}
