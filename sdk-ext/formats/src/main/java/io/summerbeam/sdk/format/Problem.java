package io.summerbeam.sdk.format;

/**
 * What is wrong with a value, in the place of the value: of a key that is there twice only the last
 * value counts, so that a wrong one must not end the reading.
 */
record Problem(String message) {}
