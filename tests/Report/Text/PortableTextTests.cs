using CsCheck;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Tests.Report.Text;

public class PortableTextTests
{
    [Theory]
    [InlineData("/home/jane/data/a.csv", "a.csv")]
    [InlineData("dataset: { csv: /home/Jane Doe/my data/a.csv, label: y } # mine", "dataset: { csv: a.csv, label: y } # mine")]
    [InlineData("goalkeeper run '/home/jane/it'\\''s/x.yaml' --set lambda=0,1", "goalkeeper run 'it'\\''s/x.yaml' --set lambda=0,1")]
    [InlineData("goalkeeper run --set=/tmp/x/y.yaml", "goalkeeper run --set=y.yaml")]
    [InlineData(@"csv: C:\Users\Jane Doe\a.csv", "csv: a.csv")]
    [InlineData("csv: c:/data/a.csv", "csv: a.csv")]
    [InlineData(@"csv: \\server\share\jane\a.csv", "csv: a.csv")]
    [InlineData("csv: //server/share/a.csv", "csv: a.csv")]
    [InlineData("csv: ~/data/a.csv", "csv: a.csv")]
    [InlineData("csv: ~jane/a.csv", "csv: a.csv")]
    [InlineData("csv: file:///home/jane/a.csv", "csv: a.csv")]
    [InlineData("PATH=/usr/bin:/home/jane/b/c", "PATH=bin:c")]
    [InlineData("No file '/home/jane/a.csv' there.", "No file 'a.csv' there.")]
    [InlineData("started in /home/jane", "started in ~")]
    [InlineData(@"started in C:\Users\jane\", "started in ~")]
    public void Of_an_absolute_path_its_last_name_is_left(string text, string expected) => Assert.Equal(expected, PortableText.Of(text));

    [Theory]
    [InlineData("experiments/lambda-tuning.yaml")]
    [InlineData("../data/a.csv or ./b/c.csv")]
    [InlineData("https://example.com/a/b and http://x.org/")]
    [InlineData("λ/2m Σ‖W‖², 1 / 2, and/or, n/a, 3/4, </svg></b>")]
    [InlineData("dW1 = dZ1·X'/m # times 1/m")]
    [InlineData("C: a drive; ~ about 5; a ~ b")]
    public void Everything_else_stays(string text) => Assert.Equal(text, PortableText.Of(text));

    [Fact]
    public void No_experiment_of_ours_changes()
    {
        foreach (var file in Runner.Experiments.Files) Assert.Equal(File.ReadAllText(file), PortableText.Of(File.ReadAllText(file)));
    }

    [Fact]
    public void No_folder_of_a_path_is_left()
    {
        var folder = Gen.OneOf("jane", "Jane Doe", "secret.d", "a-b", "ünï", "..", "x~y", "1");
        Gen.Select(Gen.OneOf("/", "~/", "C:\\", "d:/", "//", "\\\\"), folder.Array[2, 5], Gen.OneOf("", "run ", "csv: ", "'", "(", "\"", "a, "))
            .Sample((root, folders, before) =>
                Assert.Equal($"{before}last.csv", PortableText.Of($"{before}{root}{string.Join(root.Contains('\\') ? '\\' : '/', folders)}/last.csv")));
    }
}
