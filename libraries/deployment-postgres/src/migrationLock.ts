/** Any number that nobody else takes for an advisory lock in this database: who changes tables takes turns. */
export const MIGRATION_LOCK = 7_201_604_917;
