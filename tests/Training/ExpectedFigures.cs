using System.Text.Json;

namespace Goalkeeper.Tests.Training;

/// <summary>The ground truth in tests/Expected, measured with NumPy. "inf" and "nan" stand for themselves.</summary>
internal static class ExpectedFigures
{
    public static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Expected", name + ".json"))).RootElement;

    public static double Number(this JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN }
        : element.GetDouble();

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).Number();

    /// <summary>A list of numbers, or of lists of numbers row by row.</summary>
    public static double[] Numbers(this JsonElement element, string name) => [.. Flatten(element.GetProperty(name))];

    private static IEnumerable<double> Flatten(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flatten) : [element.Number()];

    /// <summary>Whether two numbers agree to a relative tolerance; infinities only with themselves.</summary>
    public static void Close(double expected, double actual, double relative, string what = "")
    {
        var close = expected.Equals(actual) || Math.Abs(expected - actual) <= relative * Math.Abs(expected);
        Assert.True(close, $"{what}: expected {expected:R}, got {actual:R}, relative difference {Math.Abs(expected - actual) / Math.Abs(expected):E2} > {relative:E0}");
    }
}
