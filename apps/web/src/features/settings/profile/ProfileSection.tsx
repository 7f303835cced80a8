import { PictureForm } from './PictureForm.tsx';
import { PresenceForm } from './PresenceForm.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { StatusForm } from './StatusForm.tsx';

export function ProfileSection() {
  return (
    <>
      <PictureForm />
      <ProfileForm />
      <StatusForm />
      <PresenceForm />
    </>
  );
}
