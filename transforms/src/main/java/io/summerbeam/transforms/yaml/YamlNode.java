package io.summerbeam.transforms.yaml;

/** One place in a YAML file. */
public sealed interface YamlNode permits YamlMap, YamlList, YamlScalar {

  /** The line it begins in, from 1 on. */
  int line();

  /** What it is, to stand in a message: {@code a list}. */
  String kind();
}
