/** Whether the first field takes the focus by itself: not on a touch screen, where that would call the keyboard up. */
export const takesFocus = () => !matchMedia('(pointer: coarse)').matches;
