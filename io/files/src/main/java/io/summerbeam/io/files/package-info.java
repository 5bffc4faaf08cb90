/**
 * Files as source and sink: {@link io.summerbeam.io.files.FileRows} reads and writes Rows as JSON
 * lines or CSV, {@link io.summerbeam.io.files.FileDeadLetters} writes dead letters as JSON lines,
 * {@link io.summerbeam.io.files.FileSnapshot} reads a table again and again.
 *
 * <p>The files may be on any file system that Beam knows.
 */
package io.summerbeam.io.files;
