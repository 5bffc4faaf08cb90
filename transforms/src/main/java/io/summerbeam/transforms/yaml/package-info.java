/**
 * Settings in YAML, read so that every mistake is told with its line, and all of them at once: the
 * base of the files that expectations and policies are written in.
 *
 * <p>{@link io.summerbeam.transforms.yaml.YamlFile} reads a file. Its nodes ({@link
 * io.summerbeam.transforms.yaml.YamlMap}, {@link io.summerbeam.transforms.yaml.YamlList}, {@link
 * io.summerbeam.transforms.yaml.YamlScalar}) know their lines and answer typed questions; an answer
 * that does not fit is empty, and is noted in {@link io.summerbeam.transforms.yaml.YamlErrors}.
 */
package io.summerbeam.transforms.yaml;
