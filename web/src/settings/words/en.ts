/** The English texts of the settings of the user. */

export const settings = {
  order: {
    moved: (guild: string, place: number, of: number) => `${guild} is number ${place} of ${of}`,
    stays: 'It stays where it is',
    notMoved: (why: string) => `The order could not be kept. ${why}`,
  },
} as const;
