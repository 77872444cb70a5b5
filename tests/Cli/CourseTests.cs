using System.Globalization;
using Goalkeeper.Tests.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>docs/course.md answers every claim of the course notes.</summary>
public class CourseTests
{
    [Fact]
    public void Every_claim_has_a_row_with_a_figure_and_a_command()
    {
        var rows = File.ReadLines(Path.Combine(Experiments.Root, "docs", "course.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsDigit(line[2]))
            .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToList())
            .ToList();
        Assert.Equal(Enumerable.Range(1, 25), rows.Select(cells => int.Parse(cells[0], CultureInfo.InvariantCulture)).Distinct().Order());
        Assert.All(rows, cells =>
        {
            Assert.Equal(6, cells.Count);
            Assert.DoesNotContain("", cells);
            Assert.Matches("^`(goalkeeper|dotnet test) .+`$", cells[5]);
        });
    }
}
