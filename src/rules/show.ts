/** Numbers as the sentences of the rules say them. */

/** `12,345` */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
/** `1.8` */
export const decimal = (value: number): string => value.toFixed(1)
/** `85 %` */
export const percent = (share: number): string => `${Math.round(share * 100)} %`
