/** How long a guest's access may last: as many days as the form offers. */
export const ACCESS_DAYS = [7, 30, 90] as const;
