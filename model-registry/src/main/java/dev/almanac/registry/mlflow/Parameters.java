package dev.almanac.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a request says, be it in its body or in its query. */
public final class Parameters {

  private final JsonNode fields;

  /**
   * @param fields an object; of a query, a text or a list of texts for each name
   */
  public Parameters(JsonNode fields) {
    this.fields = fields;
  }

  Optional<String> text(String name) {
    JsonNode value = fields.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw wrong(name, "is no text");
    }
    return Optional.of(value.asText());
  }

  String required(String name) {
    return text(name).filter(text -> !text.isEmpty()).orElseThrow(() -> wrong(name, "is missing"));
  }

  int number(String name, int least, int most, int otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("[0-9]{1,9}")
        || Integer.parseInt(text.get()) < least
        || Integer.parseInt(text.get()) > most) {
      throw wrong(name, "is no number from " + least + " to " + most);
    }
    return Integer.parseInt(text.get());
  }

  /** One text or several. */
  List<String> texts(String name) {
    JsonNode value = fields.path(name);
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode one : value) {
        if (!one.isTextual()) {
          throw wrong(name, "has something that is no text");
        }
        texts.add(one.textValue());
      }
    } else {
      text(name).ifPresent(texts::add);
    }
    return texts;
  }

  /** Tags as MLflow writes them: {@code [{"key": "a", "value": "b"}]}. */
  SortedMap<String, String> tags() {
    SortedMap<String, String> tags = new TreeMap<>();
    JsonNode list = fields.path("tags");
    if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
      throw wrong("tags", "is no list");
    }
    for (JsonNode tag : list) {
      if (!tag.path("key").isTextual() || !tag.path("value").isTextual()) {
        throw wrong("tags", "has one without a key and a value");
      }
      tags.put(tag.path("key").textValue(), tag.path("value").textValue());
    }
    return tags;
  }

  static MlflowException wrong(String name, String what) {
    return new MlflowException(
        MlflowException.Code.INVALID_PARAMETER_VALUE, "parameter '" + name + "' " + what);
  }
}
