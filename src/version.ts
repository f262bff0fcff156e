/** Version of the code, written into every snapshot and model. */
export const VERSION = '0.1.0'
