using System.Globalization;
using System.Text.Json;
using Goalkeeper.Numerics;
using Goalkeeper.Search;

namespace Goalkeeper.Runner;

/// <summary>How the values of a parameter are distributed, in W&amp;B's words: its canonical name and its numbers, none left out.</summary>
/// <param name="Name">Such as <c>log_uniform_values</c>.</param>
/// <param name="Numbers">Such as <c>min</c> and <c>max</c>, in the order of <see cref="DistributionReader"/>.</param>
internal sealed record ParameterDistribution(string Name, IReadOnlyDictionary<string, double> Numbers)
{
    /// <summary>The values that it proposes.</summary>
    public Domain Domain => Numbers.TryGetValue("q", out var step) ? new Stepped(Distribution, step)
        : Name == "int_uniform" ? Stepped.Whole(Numbers["min"], Numbers["max"])
        : new Continuous(Distribution);

    private Distribution Distribution => Name.StartsWith("q_", StringComparison.Ordinal) ? Of(Name[2..]) : Of(Name);

    /// <summary>Canonical JSON, as plans hold it.</summary>
    public string ToJson() =>
        $"{{{string.Join(',', Numbers.Select(n => $"\"{n.Key}\":{SettingValue.Of(n.Value)}").Prepend($"\"distribution\":\"{Name}\""))}}}";

    /// <summary>What <see cref="ToJson"/> has written.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ParameterDistribution Parse(JsonElement json)
    {
        var name = json.GetProperty("distribution").GetString()!;
        var numbers = new OrderedDictionary<string, double>(json.EnumerateObject().Where(p => p.Name != "distribution")
            .Select(p => KeyValuePair.Create(p.Name, p.Value.GetDouble())));
        return DistributionReader.Keys(name) is { } keys && keys.All(numbers.ContainsKey)
            ? new ParameterDistribution(name, numbers)
            : throw new FormatException($"{json.GetRawText()} is no distribution.");
    }

    /// <summary>"log_uniform_values from 1e-05 to 0.1".</summary>
    public override string ToString() => Numbers.ContainsKey("min")
        ? string.Create(CultureInfo.InvariantCulture, $"{Name} from {Numbers["min"]:R} to {Numbers["max"]:R}") + Step
        : $"{Name} {string.Join(", ", Numbers.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Key} {n.Value:R}")))}";

    private string Step => Numbers.TryGetValue("q", out var step) ? string.Create(CultureInfo.InvariantCulture, $" by {step:R}") : "";

    // log_uniform's bounds are exponents of e; the inverse of a log-uniform number is one too.
    private Distribution Of(string name) => name switch
    {
        "uniform" => new Uniform(Numbers["min"], Numbers["max"]),
        "log_uniform" => new LogUniform(VectorMath.Exp(Numbers["min"]), VectorMath.Exp(Numbers["max"])),
        "inv_log_uniform" => new LogUniform(VectorMath.Exp(-Numbers["max"]), VectorMath.Exp(-Numbers["min"])),
        "log_uniform_values" or "inv_log_uniform_values" => new LogUniform(Numbers["min"], Numbers["max"]),
        "normal" => new Gaussian(Numbers["mu"], Numbers["sigma"]),
        "log_normal" => new LogGaussian(Numbers["mu"], Numbers["sigma"]),
        "beta" => new Beta(Numbers["a"], Numbers["b"]),
        _ => throw new FormatException($"{name} is no distribution of numbers."),
    };
}
