import type { SettingsWords } from '#web/settings/words/settings-words.ts';

/** The German texts of the settings of the user. */
export const settings: SettingsWords = {
  order: {
    moved: (guild, place, of) => `${guild} steht auf Platz ${place} von ${of}`,
    stays: 'Es bleibt, wo es ist',
    notMoved: (why) => `Die Reihenfolge ist nicht gespeichert. ${why}`,
  },
};
