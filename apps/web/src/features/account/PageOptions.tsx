import { Languages, Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOptionalClient } from '../../app/client.tsx';
import { useLocale } from '../../i18n/index.ts';
import { currentTheme, IconButton, Menu, type Theme } from '../../ui/index.ts';
import { chooseLanguage, chooseTheme } from './chosen.ts';

const themes = { auto: Monitor, light: Sun, dark: Moon };
const languages = { en: 'English', 'zh-CN': '简体中文' } as const;

/** Language and theme, for those whose account is not known yet above all. */
export function PageOptions() {
  const { t, i18n } = useTranslation('account');
  const locale = useLocale();
  const client = useOptionalClient();
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const ThemeIcon = themes[theme];
  return (
    <>
      <Menu
        trigger={<IconButton label={t('page.language')} icon={<Languages />} />}
        items={(['en', 'zh-CN'] as const).map((language) => ({
          label: languages[language],
          checked: language === locale,
          onSelect: () => {
            chooseLanguage(language, client);
            void i18n.changeLanguage(language);
          },
        }))}
      />
      <Menu
        trigger={<IconButton label={t('page.theme')} icon={<ThemeIcon />} />}
        items={(['auto', 'light', 'dark'] as const).map((choice) => {
          const Icon = themes[choice];
          return {
            label: t(`page.${choice}`),
            icon: <Icon aria-hidden />,
            checked: choice === theme,
            onSelect: () => {
              chooseTheme(choice, client);
              setTheme(choice);
            },
          };
        })}
      />
    </>
  );
}
