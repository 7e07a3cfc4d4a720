/** The one moment for builds and packing, in seconds: 1980-01-02, because zip-based formats refuse anything earlier. */
export const epoch = 315_619_200;
