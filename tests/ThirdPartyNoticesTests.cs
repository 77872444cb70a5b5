using System.Text.Json;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests;

public class ThirdPartyNoticesTests
{
    [Fact]
    public void Every_package_that_is_shipped_is_named_with_its_licence()
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Experiments.Root, "src/Cli/packages.lock.json")));
        var packages = locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project").Select(package => package.Name).ToHashSet();
        var notices = File.ReadAllText(Path.Combine(Experiments.Root, "THIRD-PARTY-NOTICES"));
        Assert.Contains("ScottPlot", packages);
        foreach (var package in packages)
        {
            // SkiaSharp.NativeAssets.macOS is told as ".macOS" after its family.
            var name = package.Contains(".NativeAssets.", StringComparison.Ordinal) ? package[..package.IndexOf(".NativeAssets.", StringComparison.Ordinal)] : package;
            Assert.Contains(name, notices, StringComparison.Ordinal);
        }
    }
}
