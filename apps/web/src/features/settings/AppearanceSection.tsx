import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { RadioGroup, Section } from '../../ui/index.ts';
import { useChoices } from './use-choices.ts';

const themes = { auto: Monitor, light: Sun, dark: Moon };

export function AppearanceSection() {
  const { t } = useTranslation('settings');
  const [choices, choose] = useChoices();
  return (
    <>
      <Section title={t('appearance.theme')} description={t('appearance.follows')}>
        <div role="radiogroup" aria-label={t('appearance.theme')} className="grid grid-cols-3 gap-2 md:gap-3">
          {(['auto', 'light', 'dark'] as const).map((theme) => {
            const Icon = themes[theme];
            return (
              <label key={theme} className="cursor-pointer">
                <input
                  type="radio"
                  name="theme"
                  className="peer sr-only"
                  checked={choices.theme === theme}
                  onChange={() => choose({ theme })}
                />
                <span className="flex flex-col gap-2 rounded-xl border border-line p-2 transition-colors peer-checked:border-accent peer-checked:bg-accent-soft peer-checked:text-accent-ink peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent hover:bg-hover peer-checked:hover:bg-accent-soft">
                  <Preview theme={theme} />
                  <span className="flex min-h-8 items-center justify-center gap-1.5 text-center text-sm">
                    <Icon aria-hidden className="size-4 shrink-0" />
                    {t(`appearance.${theme}`)}
                  </span>
                </span>
              </label>
            );
          })}
        </div>
      </Section>
      <Section title={t('appearance.language')} description={t('appearance.follows')}>
        <RadioGroup
          label={t('appearance.language')}
          hideLabel
          value={choices.language}
          options={[
            { value: 'auto', label: t('appearance.languageAuto') },
            { value: 'zh-CN', label: <span lang="zh-CN">简体中文</span> },
            { value: 'en', label: <span lang="en">English</span> },
          ]}
          onValue={(language) => choose({ language })}
        />
      </Section>
    </>
  );
}

/** A chat in miniature. `data-theme` gives it the colours of that theme, whatever the page shows. */
function Preview({ theme }: { theme: 'auto' | 'light' | 'dark' }) {
  return (
    <span aria-hidden className="flex h-20 overflow-hidden rounded-lg border border-line">
      {theme !== 'dark' && <Half theme="light" />}
      {theme !== 'light' && <Half theme="dark" />}
    </span>
  );
}

function Half({ theme }: { theme: 'light' | 'dark' }) {
  return (
    <span data-theme={theme} className="flex flex-1 flex-col justify-center gap-2 bg-canvas p-2">
      <span className="h-3 w-3/4 max-w-16 rounded-full bg-bubble" />
      <span className="h-3 w-2/3 max-w-12 self-end rounded-full bg-accent" />
      <span className="h-3 w-1/2 max-w-10 rounded-full bg-bubble" />
    </span>
  );
}
