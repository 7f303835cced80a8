/** People and rooms by name and picture, for every part that shows them. */
export { PersonAvatar, type PersonAvatarProps } from './PersonAvatar.tsx';
export { PersonCardProvider, usePersonCard } from './PersonCardProvider.tsx';
export { PersonName } from './PersonName.tsx';
export { PersonPicker, type PersonPickerProps } from './PersonPicker.tsx';
export { PresenceText } from './PresenceText.tsx';
export { usePerson, usePersonName } from './person.ts';
export { usePersonNames } from './person-names.ts';
export { usePresence } from './presence.ts';
export { RoomAvatar, type RoomAvatarProps } from './RoomAvatar.tsx';
export { RoomPickerDialog, type RoomPickerDialogProps } from './RoomPickerDialog.tsx';
export { RoomTitle } from './RoomTitle.tsx';
export { useRoomTitle } from './room-title.ts';
