/**
 * A million payloads that are almost records, through every format and {@code Validate}: what
 * {@code FuzzTest} runs in a JVM with a small heap. Nothing here is for another test.
 */
package io.summerbeam.contract.fuzz;
