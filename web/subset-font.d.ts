/** The part of `subset-font` that the build uses. The package brings no types. */
declare module 'subset-font' {
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: {
      readonly targetFormat: 'woff2';
      readonly variationAxes: Readonly<Record<string, { readonly min: number; readonly max: number }>>;
      readonly preserveNameIds: ReadonlyArray<number>;
      readonly keepFeatures: ReadonlyArray<string>;
    },
  ): Promise<Uint8Array>;
}
