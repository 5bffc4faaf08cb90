/**
 * Files of records, as the jobs take them that work on any: {@link
 * io.summerbeam.samples.files.RecordFiles} tells JSON lines from CSV and has the schema, {@link
 * io.summerbeam.samples.files.RecordOptions} are the options for it.
 */
package io.summerbeam.samples.files;
