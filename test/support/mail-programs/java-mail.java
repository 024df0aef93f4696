import java.io.FileInputStream;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.mail.Folder;
import javax.mail.Session;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Prints the first message with JavaMail, or sends that of standard input. */
class JavaMail {
  public static void main(String[] args) throws Exception {
    var environment = System.getenv();
    var tls = environment.get("MAIL_TLS");
    var protocol = environment.get("MAIL_PROTOCOL") + (tls.equals("implicit") ? "s" : "");
    var port = Integer.parseInt(environment.get("MAIL_PORT"));
    var user = environment.get("MAIL_USER");
    var password = environment.get("MAIL_PASSWORD");

    var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null);
    try (var file = new FileInputStream(environment.get("MAIL_CA"))) {
      authorities.setCertificateEntry("authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLContext.setDefault(context);

    var how = new Properties();
    var prefix = "mail." + protocol;
    how.put(prefix + ".ssl.checkserveridentity", "true");
    how.put(prefix + ".starttls.enable", String.valueOf(tls.equals("starttls")));
    how.put(prefix + ".starttls.required", String.valueOf(tls.equals("starttls")));
    how.put(prefix + ".auth", "true");
    how.put(prefix + ".from", environment.get("MAIL_FROM"));
    var session = Session.getInstance(how);

    if (protocol.startsWith("smtp")) {
      try (var transport = session.getTransport(protocol)) {
        transport.connect("localhost", port, user, password);
        var to = new InternetAddress[] {new InternetAddress(environment.get("MAIL_TO"))};
        transport.sendMessage(new MimeMessage(session, System.in), to);
      }
    } else {
      try (var store = session.getStore(protocol)) {
        store.connect("localhost", port, user, password);
        var inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_ONLY);
        inbox.getMessage(1).writeTo(System.out);
        inbox.close();
      }
    }
  }
}
