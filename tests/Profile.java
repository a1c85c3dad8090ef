import java.io.File;
import java.util.Comparator;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints, for each file in a folder, its name and what the OWL API finds outside OWL 2 RL, a tab before each. */
public class Profile {
    public static void main(String[] folders) throws Exception {
        File[] files = new File(folders[0]).listFiles();
        java.util.Arrays.sort(files, Comparator.comparing(File::getName));
        for (File file : files) {
            OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
            StringBuilder line = new StringBuilder(file.getName());
            try {
                OWLOntology ontology = manager.loadOntologyFromOntologyDocument(file);
                OWLProfileReport report = new OWL2RLProfile().checkOntology(ontology);
                for (OWLProfileViolation violation : report.getViolations()) {
                    line.append('\t').append(violation.getClass().getSimpleName());
                }
            } catch (Exception error) {
                line.append('\t').append(error.getClass().getSimpleName());
            }
            System.out.println(line);
        }
    }
}
