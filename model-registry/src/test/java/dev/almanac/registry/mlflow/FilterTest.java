package dev.almanac.registry.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

  private static final Set<String> ATTRIBUTES = Set.of("name", "version_number");
  private static final Map<String, String> DEMAND =
      Map.of("name", "demand", "version_number", "12");
  private static final Map<String, String> TAGS = Map.of("stage", "it's", "a b", "c", "x.y", "z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                            | true
          ~   ~                                         | true
          name = 'demand'                               | true
          name='demand'                                 | true
          name = "demand"                               | true
          name = 'supply'                               | false
          name != 'supply'                              | true
          name LIKE 'dem%'                              | true
          name LIKE 'DEM%'                              | false
          name ILIKE 'DEM%'                             | true
          name like '_emand'                            | true
          name LIKE 'd.mand'                            | false
          name LIKE '%%%%%%%%%%%%%%%%%%%%%%%%%%%%d'     | true
          name IN ('a', 'demand')                       | true
          name IN ('a')                                 | false
          version_number = 12                           | true
          version_number = '12'                         | true
          tags.stage = "it's"                           | true
          tag.stage LIKE 'it%'                          | true
          tags.`a b` = 'c'                              | true
          tags."x.y" = 'z'                              | true
          tags.x.y = 'z'                                | true
          tags.`mlflow.prompt.is_prompt` != 'true'      | true
          tags.`mlflow.prompt.is_prompt` = 'true'       | false
          tags.none = 'z'                               | false
          tags.none != 'z'                              | false
          name = 'demand' AND tags.x.y = 'z'            | true
          name = 'demand' and name LIKE '%nd'           | true
          name = 'demand' AND tags.x.y = 'a'            | false
          name = 'a AND b'                              | false
          """)
  void comparesAsMlflowDoes(String filter, boolean matches) {
    assertThat(Filter.parse(filter, ATTRIBUTES).matches(DEMAND, TAGS)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          name                              | cannot be understood from "name" on
          name =                            | cannot be understood
          name = demand                     | cannot be understood
          name = 'demand' OR name = 'a'     | cannot be understood from "OR name
          name = 'demand' AND               | cannot be understood from "" on
          run = 'a'                         | compares 'run', which is none of
          name IN 'a'                       | has IN with a list
          name = ('a')                      | has IN with a list
          name = 'unended                   | cannot be understood
          name LIKE '%a%b%c%d%e%f%g%h%i%'   | has more than 8 '%'
          """)
  void refusesWhatIsNoFilter(String filter, String message) {
    assertThatThrownBy(() -> Filter.parse(filter, ATTRIBUTES))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("parameter 'filter' ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAFilterThatIsTooLong() {
    assertThatThrownBy(() -> Filter.parse("name = '" + "a".repeat(5000) + "'", ATTRIBUTES))
        .hasMessageContaining("is longer than 4000 characters");
  }
}
